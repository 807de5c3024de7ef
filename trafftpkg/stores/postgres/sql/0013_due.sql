-- What is still to be paid, in millionths, so that debts are found and sorted by it. An upgrade fills it in.
ALTER TABLE purchases ADD COLUMN due bigint NOT NULL DEFAULT 0;
ALTER TABLE appointments ADD COLUMN due bigint NOT NULL DEFAULT 0;
CREATE INDEX purchases_due ON purchases (due, n) WHERE due > 0;
CREATE INDEX appointments_due ON appointments (due, n) WHERE due > 0;
