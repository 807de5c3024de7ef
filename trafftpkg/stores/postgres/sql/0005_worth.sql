-- Purchases keep their changes, and movements count what was paid or is due: nothing but what is made of the
-- entries, which an upgrade makes anew.
SELECT 1;
