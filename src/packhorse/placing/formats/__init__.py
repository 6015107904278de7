"""Order files from every channel: each foreign format is a small translator into rows of Packhorse's own columns.

What an order must be is checked in one place only, the reader behind it (`packhorse.placing.orderfile`).
"""
