-- What stands at one time is found by the index of the employee's times. A plain comparison with 'booked' made a new
-- server read all visits there are instead, for each that was written: while there were none, the index of the
-- places, which has booked visits only, looked cheapest, and a session keeps to its plan.
CREATE OR REPLACE FUNCTION take_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken int4multirange;
BEGIN
    IF new.status <> 'booked' THEN
        new.places := NULL;
        RETURN new;
    END IF;
    IF TG_OP = 'UPDATE' AND old.status = 'booked' AND (old.employee, old.starts_at, old.service, old.location,
            old.party) = (new.employee, new.starts_at, new.service, new.location, new.party) THEN
        new.places := old.places;
        RETURN new;
    END IF;
    SELECT coalesce(range_agg(each), '{}') INTO taken FROM appointments, unnest(places) AS each
    WHERE employee = new.employee AND starts_at = new.starts_at AND service = new.service
        AND location = new.location AND coalesce(status, '') = 'booked' AND n <> new.n;
    -- One more than there are: where too few are free, the last lies beyond the capacity, and is refused.
    SELECT range_agg(int4range(free, free + 1)) INTO new.places FROM (
        SELECT free FROM generate_series(0, new.capacity + new.party) AS free
        WHERE NOT taken @> free ORDER BY free LIMIT new.party
    ) AS first;
    RETURN new;
END
$$;

CREATE OR REPLACE FUNCTION keep_diary() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hull int8range;
BEGIN
    IF TG_OP = 'UPDATE' AND (old.status, old.employee, old.starts_at, old.service, old.location,
            old.occupied_from, old.occupied_until) = (new.status, new.employee, new.starts_at, new.service,
            new.location, new.occupied_from, new.occupied_until) THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' AND old.status = 'booked' THEN
        SELECT int8range(min(occupied_from), max(occupied_until)) INTO hull FROM appointments
        WHERE employee = old.employee AND starts_at = old.starts_at AND service = old.service
            AND location = old.location AND coalesce(status, '') = 'booked' AND (TG_OP = 'DELETE' OR n <> old.n)
        HAVING count(*) > 0;
        IF hull IS NULL THEN
            DELETE FROM diary WHERE employee = old.employee AND starts_at = old.starts_at
                AND service = old.service AND location = old.location;
        ELSE
            UPDATE diary SET occupied = hull WHERE employee = old.employee AND starts_at = old.starts_at
                AND service = old.service AND location = old.location;
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' AND new.status = 'booked' THEN
        INSERT INTO diary VALUES (new.employee, new.starts_at, new.service, new.location,
            int8range(new.occupied_from, new.occupied_until))
        ON CONFLICT (employee, starts_at, service, location) DO UPDATE SET occupied = int8range(
            least(lower(diary.occupied), lower(excluded.occupied)),
            greatest(upper(diary.occupied), upper(excluded.occupied)));
    END IF;
    RETURN NULL;
END
$$;
