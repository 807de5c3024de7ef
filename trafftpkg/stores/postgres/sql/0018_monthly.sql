-- Movements are summed up by month too, and by kind first, so that a report over years reads few rows: nothing but
-- what is made of the entries, which an upgrade makes anew.
ALTER TABLE daily DROP CONSTRAINT daily_pkey;
ALTER TABLE daily ADD PRIMARY KEY (kind, day, package, unit, part, employee, location);
CREATE TABLE monthly (
    kind smallint NOT NULL,
    month text COLLATE "C" NOT NULL,
    package text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    part text COLLATE "C" NOT NULL,
    employee text COLLATE "C" NOT NULL,
    location text COLLATE "C" NOT NULL,
    times bigint NOT NULL,
    units bigint NOT NULL,
    value bigint NOT NULL,
    gross bigint NOT NULL,
    PRIMARY KEY (kind, month, package, unit, part, employee, location)
);
