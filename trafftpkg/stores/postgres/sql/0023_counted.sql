-- The diary counts how many places of a class are taken, where each visit had the numbers of its places. It is kept
-- once for each statement, not for each visit, as very many visits may be written at once. An upgrade makes it anew.

DROP TRIGGER appointments_place ON appointments;
DROP TRIGGER appointments_diary ON appointments;
DROP FUNCTION take_place();
DROP FUNCTION keep_diary();
ALTER TABLE appointments DROP COLUMN places;  -- and what held it to the capacity

DELETE FROM diary;
-- A class takes as many as the largest capacity that any who came was given: a visit that was booked while fewer could
-- come must not end the others' when a party of it becomes smaller.
ALTER TABLE diary ADD COLUMN taken integer NOT NULL, ADD COLUMN capacity integer NOT NULL,
    ADD CONSTRAINT diary_one_a_place CHECK (taken BETWEEN 0 AND capacity);

-- A visit is a box, as wide as the number of its employee and as high as it lasts: boxes are held apart in a quarter of
-- the time that two ranges took. Both numbers are exact until the year 2255.
ALTER TABLE diary DROP CONSTRAINT diary_one_at_a_time;
ALTER TABLE diary ADD CONSTRAINT diary_one_at_a_time EXCLUDE USING gist (
    box(point(hashtextextended(employee, 0)::float8, lower(occupied)::float8),
        point(hashtextextended(employee, 0)::float8, (upper(occupied) - 1)::float8)) WITH &&
);

CREATE FUNCTION keep_diary() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        moved := ARRAY(
            SELECT n FROM before JOIN after USING (n)
            WHERE (before.status, before.employee, before.starts_at, before.service, before.location, before.party,
                before.occupied_from, before.occupied_until) <> (after.status, after.employee, after.starts_at,
                after.service, after.location, after.party, after.occupied_from, after.occupied_until)
        );
        IF moved = '{}' THEN
            RETURN NULL;
        END IF;
        UPDATE diary SET taken = taken - gone.party, occupied = coalesce((
            -- As in `booked_around`: a plain comparison with 'booked' once made a new server read all visits.
            SELECT int8range(min(occupied_from), max(occupied_until)) FROM appointments AS others
            WHERE others.employee = gone.employee AND others.starts_at = gone.starts_at
                AND others.service = gone.service AND others.location = gone.location
                AND coalesce(others.status, '') = 'booked' AND others.n NOT IN (SELECT unnest(moved))
            HAVING count(*) > 0
        ), occupied)
        FROM (
            SELECT employee, starts_at, service, location, sum(party) AS party FROM before
            WHERE status = 'booked' AND n IN (SELECT unnest(moved)) GROUP BY 1, 2, 3, 4
        ) AS gone
        WHERE (diary.employee, diary.starts_at, diary.service, diary.location)
            = (gone.employee, gone.starts_at, gone.service, gone.location);
        DELETE FROM diary USING before WHERE taken = 0
            AND (diary.employee, diary.starts_at, diary.service, diary.location)
            = (before.employee, before.starts_at, before.service, before.location);
    END IF;
    INSERT INTO diary
    SELECT employee, starts_at, service, location, int8range(min(occupied_from), max(occupied_until)),
        sum(party), max(capacity)
    FROM after WHERE status = 'booked' AND (moved IS NULL OR n IN (SELECT unnest(moved))) GROUP BY 1, 2, 3, 4
    ON CONFLICT (employee, starts_at, service, location) DO UPDATE SET
        occupied = range_merge(diary.occupied, excluded.occupied),
        taken = diary.taken + excluded.taken, capacity = greatest(diary.capacity, excluded.capacity);
    RETURN NULL;
END
$$;
CREATE TRIGGER appointments_enter AFTER INSERT ON appointments REFERENCING NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION keep_diary();
CREATE TRIGGER appointments_move AFTER UPDATE ON appointments REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION keep_diary();
