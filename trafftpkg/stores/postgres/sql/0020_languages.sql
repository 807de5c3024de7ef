-- The language in which a client is spoken to.
ALTER TABLE clients ADD COLUMN language text COLLATE "C";
