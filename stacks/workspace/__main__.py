from phizone_stacks.layers.run import run

run("workspace")
