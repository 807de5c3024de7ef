-- Movements are summed up by month only: of a month that a report has not whole, it reads the movements themselves.
DROP TABLE daily;
