-- The living codes of a book are listed for those who make them.
CREATE INDEX enrolment_book ON enrolment (book);
