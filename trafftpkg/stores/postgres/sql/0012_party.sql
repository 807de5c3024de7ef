-- A party takes as many places of a class as it has people, the first that are free; a visit for one takes one.

ALTER TABLE appointments ADD COLUMN party integer NOT NULL DEFAULT 1 CHECK (party > 0);
ALTER TABLE appointments ADD COLUMN places int4multirange;
UPDATE appointments SET places = int4multirange(int4range(place, place + 1)) WHERE place IS NOT NULL;

DROP TRIGGER appointments_place ON appointments;
DROP INDEX appointments_one_a_place;
ALTER TABLE appointments DROP COLUMN place;
ALTER TABLE appointments ADD CHECK (status <> 'booked' OR places IS NOT NULL);
ALTER TABLE appointments ADD CHECK (upper(places) <= capacity);

-- No place in a class is given twice. A class is a range of one number, as an employee is in the diary.
ALTER TABLE appointments ADD CONSTRAINT appointments_one_a_place EXCLUDE USING gist (
    int8range(hashtextextended(employee || '/' || service || '/' || location || '/' || starts_at::text, 0),
        hashtextextended(employee || '/' || service || '/' || location || '/' || starts_at::text, 0), '[]') WITH &&,
    places WITH &&
) WHERE (status = 'booked');

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
        AND location = new.location AND status = 'booked' AND n <> new.n;
    -- One more than there are: where too few are free, the last lies beyond the capacity, and is refused.
    SELECT range_agg(int4range(free, free + 1)) INTO new.places FROM (
        SELECT free FROM generate_series(0, new.capacity + new.party) AS free
        WHERE NOT taken @> free ORDER BY free LIMIT new.party
    ) AS first;
    RETURN new;
END
$$;
CREATE TRIGGER appointments_place BEFORE INSERT OR UPDATE OF status, employee, starts_at, service, location, party
ON appointments FOR EACH ROW EXECUTE FUNCTION take_place();
