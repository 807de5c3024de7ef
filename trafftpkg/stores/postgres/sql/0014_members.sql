-- The other clients who may redeem from a purchase. An upgrade fills it in.
CREATE TABLE members (
    n bigint NOT NULL,
    client text COLLATE "C" NOT NULL,
    PRIMARY KEY (n, client)
);
CREATE INDEX members_client ON members (client, n);
