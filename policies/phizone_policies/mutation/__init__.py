"""What the rules notice: the zone broken in one place at a time, everywhere that some rule says it looks.

`places.py` finds the places, `values.py` and `statements.py` say how each can be broken, `trial.py` asks the rules,
`survivors.py` holds what they need not notice, with the reason.
"""
