"""The office: pages, search and sign-in over what was read. The only room that knows Django.

Nothing is imported here, so that ``import bridgehead.office`` costs nothing; `bridgehead.office.start` opens
it.
"""
