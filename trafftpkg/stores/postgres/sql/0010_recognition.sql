-- Handles and names are filed as they are recognised, in any spelling; an e-mail address may be shared. What is in
-- the rows of older versions is filed by the program that upgrades them.

ALTER TABLE clients ADD COLUMN handle_folded text COLLATE "C";
ALTER TABLE clients ADD COLUMN name_folded text COLLATE "C";
ALTER TABLE clients ADD COLUMN shared text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clients DROP CONSTRAINT clients_email_folded_key;
CREATE INDEX clients_by_handle ON clients (handle_folded);
CREATE INDEX clients_by_email ON clients (email_folded) WHERE email_folded IS NOT NULL;
