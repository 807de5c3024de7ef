-- What a request is about is locked by its number, and needs no row.
DROP TABLE locks;
