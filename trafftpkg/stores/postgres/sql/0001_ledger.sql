-- The ledger. Text compares by its bytes ("C"), moments are microseconds since 1970, as in the index of a file.

-- Where the chain ends, and what has been numbered so far: one row, held by whoever records.
CREATE TABLE head (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    size bigint NOT NULL,
    seq bigint NOT NULL CHECK (seq >= -1),
    hash text NOT NULL CHECK (length(hash) = 64),
    at bigint NOT NULL,
    purchases bigint NOT NULL CHECK (purchases >= 0),
    appointments bigint NOT NULL CHECK (appointments >= 0),
    longest bigint NOT NULL,
    ledger text NOT NULL,
    time_zone text NOT NULL,
    currency text NOT NULL,
    moved_to text
) WITH (fillfactor = 10);
INSERT INTO head (size, seq, hash, at, purchases, appointments, longest, ledger, time_zone, currency)
VALUES (0, -1, repeat('0', 64), 0, 0, 0, 0, '', '', '');

-- The lines to the last byte. `purchases` and `appointments` say how many had been numbered by then.
CREATE TABLE entries (
    seq bigint PRIMARY KEY CHECK (seq >= 0),
    at bigint NOT NULL,
    key text COLLATE "C" UNIQUE,
    purchases bigint NOT NULL,
    appointments bigint NOT NULL,
    line bytea NOT NULL
);
CREATE INDEX entries_at ON entries (at, seq);

CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries are never changed and never deleted' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION never();

-- Everything below is made of the entries, and could be made anew.

CREATE TABLE touched (
    kind smallint NOT NULL,
    n bigint NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (kind, n, seq)
);

CREATE TABLE purchases (
    n bigint PRIMARY KEY CHECK (n > 0),
    client text COLLATE "C" NOT NULL,
    package text COLLATE "C" NOT NULL,
    ended text,
    expires_at bigint NOT NULL,
    paid_enough smallint NOT NULL,
    free bigint NOT NULL CHECK (free >= 0),
    latest_hold bigint,
    pay_by bigint,
    state text NOT NULL,
    held bigint NOT NULL CHECK (held >= 0),
    lapsed bigint NOT NULL CHECK (lapsed >= 0),
    refunded bigint NOT NULL CHECK (refunded >= 0),
    sent bigint NOT NULL CHECK (sent >= 0),
    voided bigint NOT NULL CHECK (voided >= 0),
    paid numeric NOT NULL CHECK (paid >= 0)
) WITH (fillfactor = 70);
CREATE INDEX purchases_client ON purchases (client, n);
CREATE INDEX purchases_package ON purchases (package, n);
CREATE INDEX purchases_ended ON purchases (ended, n) WHERE ended IS NOT NULL;
CREATE INDEX purchases_expiring ON purchases (expires_at, n) WHERE ended IS NULL;
CREATE INDEX purchases_to_lapse ON purchases (expires_at, n) WHERE ended IS NULL AND free > 0;
CREATE INDEX purchases_unpaid ON purchases (pay_by, n) WHERE ended IS NULL AND paid_enough = 0;

CREATE TABLE freezes (
    n bigint NOT NULL,
    first text COLLATE "C" NOT NULL,
    last text COLLATE "C" NOT NULL,
    PRIMARY KEY (n, first)
);
CREATE INDEX freezes_last ON freezes (last, n);

CREATE TABLE appointments (
    n bigint PRIMARY KEY CHECK (n > 0),
    client text COLLATE "C" NOT NULL,
    employee text COLLATE "C" NOT NULL,
    location text COLLATE "C" NOT NULL,
    service text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    starts_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    occupied_from bigint NOT NULL,
    occupied_until bigint NOT NULL,
    state text NOT NULL,
    capacity integer NOT NULL CHECK (capacity > 0),
    place integer CHECK (place >= 0 AND place < capacity),
    CHECK (status <> 'booked' OR place IS NOT NULL),
    CHECK (occupied_from < occupied_until)
) WITH (fillfactor = 90);
CREATE INDEX appointments_client ON appointments (client, starts_at, n);
CREATE INDEX appointments_employee ON appointments (employee, starts_at, n);
CREATE INDEX appointments_location ON appointments (location, starts_at, n);
CREATE INDEX appointments_service ON appointments (service, starts_at, n);
CREATE INDEX appointments_start ON appointments (starts_at, n);
CREATE INDEX appointments_ended ON appointments (status, starts_at, n) WHERE status <> 'booked';

-- No place in a class is given twice: the first free one is taken, and it must be below the capacity.
CREATE UNIQUE INDEX appointments_one_a_place
ON appointments (employee, starts_at, service, location, place) WHERE status = 'booked';

CREATE FUNCTION take_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.status <> 'booked' THEN
        new.place := NULL;
        RETURN new;
    END IF;
    IF TG_OP = 'UPDATE' AND old.status = 'booked' AND (old.employee, old.starts_at, old.service, old.location)
        = (new.employee, new.starts_at, new.service, new.location) THEN
        new.place := old.place;
        RETURN new;
    END IF;
    FOR candidate IN 0..new.capacity LOOP
        new.place := candidate;
        EXIT WHEN NOT EXISTS (
            SELECT FROM appointments
            WHERE employee = new.employee AND starts_at = new.starts_at AND service = new.service
                AND location = new.location AND place = candidate AND status = 'booked' AND n <> new.n
        );
    END LOOP;
    RETURN new;
END
$$;
CREATE TRIGGER appointments_place BEFORE INSERT OR UPDATE OF status, employee, starts_at, service, location
ON appointments FOR EACH ROW EXECUTE FUNCTION take_place();

-- What stands in whose diary: one row a class, whose visits take place together. No two of an employee overlap.
-- An employee is a range of one number, since only ranges and no text can be held apart without an extension.
CREATE TABLE diary (
    employee text COLLATE "C" NOT NULL,
    starts_at bigint NOT NULL,
    service text COLLATE "C" NOT NULL,
    location text COLLATE "C" NOT NULL,
    occupied int8range NOT NULL,
    PRIMARY KEY (employee, starts_at, service, location),
    CONSTRAINT diary_one_at_a_time EXCLUDE USING gist (
        int8range(hashtextextended(employee, 0), hashtextextended(employee, 0), '[]') WITH &&,
        occupied WITH &&
    )
);

CREATE FUNCTION keep_diary() RETURNS trigger LANGUAGE plpgsql AS $$
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
            AND location = old.location AND status = 'booked' AND (TG_OP = 'DELETE' OR n <> old.n)
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
CREATE TRIGGER appointments_diary AFTER INSERT OR UPDATE OR DELETE
ON appointments FOR EACH ROW EXECUTE FUNCTION keep_diary();

-- What once was another client's, who was merged.
CREATE TABLE former (
    client text COLLATE "C" NOT NULL,
    kind smallint NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (client, kind, n)
);

-- When employees are away. `blocked` and `unblocked` are the entries that said so.
CREATE TABLE blocks (
    n bigint PRIMARY KEY CHECK (n > 0),
    employee text COLLATE "C" NOT NULL,
    time_zone text NOT NULL,
    starts_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    blocked bigint NOT NULL,
    unblocked bigint
);
CREATE INDEX blocks_ending ON blocks (employee, ends_at);

-- How what is owed to clients moves, what time alone will do included; and the same summed up by day.
-- Kinds are numbered as in the index of a file, `service` is empty for what is of none, values are in cents.
CREATE TABLE movements (
    at bigint NOT NULL,
    n bigint NOT NULL,
    kind smallint NOT NULL,
    service text COLLATE "C" NOT NULL,
    in_minutes smallint NOT NULL,
    times bigint NOT NULL,
    units bigint NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (at, n, kind, service)
);
CREATE TABLE daily (
    day text COLLATE "C" NOT NULL,
    package text COLLATE "C" NOT NULL,
    in_minutes smallint NOT NULL,
    kind smallint NOT NULL,
    service text COLLATE "C" NOT NULL,
    times bigint NOT NULL,
    units bigint NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (day, package, in_minutes, kind, service)
);

-- Rows to be held while a request is decided: one a client (kind 1), one an employee (kind 2).
CREATE TABLE held (
    kind smallint NOT NULL,
    name text COLLATE "C" NOT NULL,
    PRIMARY KEY (kind, name)
);

-- The client book: the only tables with anything personal in them.
CREATE TABLE clients (
    key text COLLATE "C" PRIMARY KEY,
    handle text COLLATE "C" NOT NULL UNIQUE,
    name text,
    email text,
    email_folded text COLLATE "C" UNIQUE,
    phone text,
    phone_ending text COLLATE "C",
    time_zone text,
    merged_into text COLLATE "C",
    merged_seq bigint
);
CREATE INDEX clients_by_phone ON clients (phone_ending) WHERE phone_ending IS NOT NULL;
CREATE INDEX clients_merged ON clients (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE texts (
    seq bigint PRIMARY KEY,
    text text NOT NULL,
    salt text NOT NULL
);
