-- At the door: links and sessions are random, and noted here (as hashes) while they last. Before, it was noted which
-- ones were over; those that were handed out under the old tables have ended.

CREATE TABLE door_references (
    name text COLLATE "C" PRIMARY KEY,
    client text COLLATE "C" NOT NULL,
    made double precision NOT NULL,
    until double precision NOT NULL,
    what text NOT NULL
);
CREATE INDEX door_references_ending ON door_references (until);

DROP TABLE door_links;
