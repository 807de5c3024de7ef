-- What payments are called elsewhere, so that they are found by it. An upgrade fills it in.
CREATE TABLE purchase_references (
    n bigint NOT NULL,
    reference text COLLATE "C" NOT NULL,
    PRIMARY KEY (n, reference)
);
CREATE INDEX purchase_references_reference ON purchase_references (reference, n);

CREATE TABLE visit_references (
    n bigint NOT NULL,
    reference text COLLATE "C" NOT NULL,
    PRIMARY KEY (n, reference)
);
CREATE INDEX visit_references_reference ON visit_references (reference, n);
