"""The file a backup or a moved Party is: its container and its manifest; knows no tables.

Only the command line writes and reads archives, so what is said here is said in English.
"""
