"""The graph applied to an emulated AWS, through boto3: what `phizone rehearse` builds, and breaks."""
