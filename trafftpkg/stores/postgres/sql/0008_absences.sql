-- Absences are kept as they are now, like all else; what they were is read off their entries. An upgrade makes
-- them anew.
DROP TABLE blocks;
CREATE TABLE blocks (
    n bigint PRIMARY KEY CHECK (n > 0),
    employee text COLLATE "C" NOT NULL,
    time_zone text NOT NULL,
    starts_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    lifted smallint NOT NULL
);
CREATE INDEX blocks_ending ON blocks (employee, ends_at);
