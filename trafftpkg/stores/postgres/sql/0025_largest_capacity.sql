-- A class takes as many as the largest capacity that any who came was given: a visit that was booked while fewer could
-- come must not end the others' when a party of it becomes smaller.
CREATE OR REPLACE FUNCTION keep_diary() RETURNS trigger LANGUAGE plpgsql AS $$
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
