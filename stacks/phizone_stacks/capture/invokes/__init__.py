"""Provider functions answered without AWS: one file a service, found by walking this folder."""
