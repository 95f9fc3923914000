"""The layers: what stands in which account, as functions of the environment; no layer's code names one."""
