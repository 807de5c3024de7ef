-- At the door: sessions end on the server (their marks lie among the used links), knocks can count for several and
-- have a name under which they count once, and what was booked from an address that nobody has confirmed yet waits.

ALTER TABLE door_knocks ADD COLUMN name text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE door_knocks ADD COLUMN count integer NOT NULL DEFAULT 1;

CREATE TABLE door_sign_outs (
    client text COLLATE "C" PRIMARY KEY,
    at double precision NOT NULL,
    until double precision NOT NULL
);

CREATE TABLE door_waiting (
    key text COLLATE "C" PRIMARY KEY,
    client text COLLATE "C" NOT NULL,
    until double precision NOT NULL
);
CREATE INDEX door_waiting_ending ON door_waiting (until);
CREATE INDEX door_waiting_by_client ON door_waiting (client);
