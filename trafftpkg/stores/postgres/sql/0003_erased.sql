-- The keys of clients who were erased: what they bought stays in the ledger under these.
CREATE TABLE erased (
    key text COLLATE "C" PRIMARY KEY
);
