-- The door of the booking page, one for all servers. It can be emptied: used links work again until they end, and
-- counting begins anew. Both name whoever it is by a keyed hash only; moments are seconds since 1970.

CREATE TABLE door_links (
    mark text COLLATE "C" PRIMARY KEY,
    until double precision NOT NULL
);
CREATE INDEX door_links_ending ON door_links (until);

CREATE TABLE door_knocks (
    who text COLLATE "C" NOT NULL,
    at double precision NOT NULL,
    until double precision NOT NULL
);
CREATE INDEX door_knocks_by_who ON door_knocks (who, at);
CREATE INDEX door_knocks_ending ON door_knocks (until);
