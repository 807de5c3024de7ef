-- Movements are those of all that has an account, net and gross, and told apart by more: nothing but what is made of
-- the entries, which an upgrade makes anew.
DROP TABLE movements;
DROP TABLE daily;

-- How money and units move, what time alone will do included; and the same summed up by day. Things and kinds are
-- numbered as in the index of a file; texts are empty where there is none; amounts are in the smallest unit.
CREATE TABLE movements (
    at bigint NOT NULL,
    thing smallint NOT NULL,
    n bigint NOT NULL,
    kind smallint NOT NULL,
    part text COLLATE "C" NOT NULL,
    employee text COLLATE "C" NOT NULL,
    location text COLLATE "C" NOT NULL,
    package text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    times bigint NOT NULL,
    units bigint NOT NULL,
    value bigint NOT NULL,
    gross bigint NOT NULL,
    PRIMARY KEY (at, thing, n, kind, part, employee, location)
);
CREATE TABLE daily (
    day text COLLATE "C" NOT NULL,
    package text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    kind smallint NOT NULL,
    part text COLLATE "C" NOT NULL,
    employee text COLLATE "C" NOT NULL,
    location text COLLATE "C" NOT NULL,
    times bigint NOT NULL,
    units bigint NOT NULL,
    value bigint NOT NULL,
    gross bigint NOT NULL,
    PRIMARY KEY (day, package, unit, kind, part, employee, location)
);
