"""The analysts' desk: server-rendered pages over a store that ask nothing of any other place and work without scripts."""
