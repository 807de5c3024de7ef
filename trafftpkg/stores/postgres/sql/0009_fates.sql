-- Appointments keep what became of them and how they stood before: nothing but what is made of the entries,
-- which an upgrade makes anew.
SELECT 1;
