-- The outbox of the letters to clients, beside the client book: which letters are due, and up to which entry of the
-- ledger letters were made. Moments are in microseconds.
CREATE TABLE letters (
    key text COLLATE "C" PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    client text COLLATE "C" NOT NULL,
    about text COLLATE "C" NOT NULL,
    seq bigint,
    due_at bigint NOT NULL,
    status text COLLATE "C" NOT NULL,
    tries integer NOT NULL,
    next_at bigint NOT NULL,
    ended_at bigint,
    trouble text COLLATE "C",
    said text COLLATE "C"
);
CREATE INDEX letters_waiting ON letters (due_at) WHERE status = 'waiting';
CREATE INDEX letters_by_client ON letters (client);
CREATE TABLE letters_mark (
    one integer PRIMARY KEY CHECK (one = 1),
    seq bigint NOT NULL,
    hash text COLLATE "C" NOT NULL,
    rest_until bigint,
    rests integer NOT NULL
);
CREATE TABLE letters_stopped (
    client text COLLATE "C" PRIMARY KEY
);
