-- Tables are called by what they hold: attempts that are counted, and rows to be locked.

ALTER TABLE door_knocks RENAME TO door_attempts;
ALTER INDEX door_knocks_by_who RENAME TO door_attempts_by_who;
ALTER INDEX door_knocks_ending RENAME TO door_attempts_by_end;

ALTER TABLE held RENAME TO locks;
