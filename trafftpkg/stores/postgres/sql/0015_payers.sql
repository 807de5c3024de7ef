-- Who pays for a purchase, where that is another client than the one who has it. An upgrade fills it in.
ALTER TABLE purchases ADD COLUMN payer text COLLATE "C";
CREATE INDEX purchases_payer ON purchases (payer, n) WHERE payer IS NOT NULL;
