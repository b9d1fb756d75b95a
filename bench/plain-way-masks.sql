-- The masks by hand: an UPDATE for each column that examples/insurance/plan.yaml masks, of a hash
-- where the same value shall give the same result. Knowing the columns, it gets away with simple
-- expressions: one shape of phone number, forty names.
SET @k = 'a secret of this benchmark';

UPDATE retail_brokers SET company = 'Made-up Brokers Ltd';
UPDATE retail_brokers SET contact_name = CONCAT(
  ELT(1 + CONV(LEFT(SHA2(CONCAT(@k, contact_name), 256), 8), 16, 10) % 20, 'Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gia', 'Hal', 'Ida', 'Jon', 'Kim', 'Leo', 'Mia', 'Ned', 'Ola', 'Pia', 'Ray', 'Sue', 'Tom', 'Uma'), ' ',
  ELT(1 + CONV(RIGHT(SHA2(CONCAT(@k, contact_name), 256), 8), 16, 10) % 20, 'Abel', 'Bond', 'Cole', 'Dorn', 'Ellis', 'Ford', 'Gray', 'Hill', 'Ives', 'Jones', 'King', 'Lane', 'Moss', 'Nash', 'Otto', 'Penn', 'Reed', 'Shaw', 'Todd', 'Wood'));
UPDATE retail_brokers SET email = CONCAT(LEFT(SHA2(CONCAT(@k, email), 256), 20), '@example.com');
UPDATE retail_brokers SET phone = CONCAT('+1-555-', LPAD(CONV(LEFT(SHA2(CONCAT(@k, phone), 256), 8), 16, 10) % 10000000, 7, '0'));
UPDATE retail_brokers SET bank_account = SHA2(CONCAT(@k, bank_account), 256);

UPDATE producers SET full_name = CONCAT(
  ELT(1 + CONV(LEFT(SHA2(CONCAT(@k, full_name), 256), 8), 16, 10) % 20, 'Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gia', 'Hal', 'Ida', 'Jon', 'Kim', 'Leo', 'Mia', 'Ned', 'Ola', 'Pia', 'Ray', 'Sue', 'Tom', 'Uma'), ' ',
  ELT(1 + CONV(RIGHT(SHA2(CONCAT(@k, full_name), 256), 8), 16, 10) % 20, 'Abel', 'Bond', 'Cole', 'Dorn', 'Ellis', 'Ford', 'Gray', 'Hill', 'Ives', 'Jones', 'King', 'Lane', 'Moss', 'Nash', 'Otto', 'Penn', 'Reed', 'Shaw', 'Todd', 'Wood'));
UPDATE producers SET email = CONCAT(LEFT(SHA2(CONCAT(@k, email), 256), 20), '@example.com');
UPDATE producers SET phone = CONCAT('+1-555-', LPAD(CONV(LEFT(SHA2(CONCAT(@k, phone), 256), 8), 16, 10) % 10000000, 7, '0'));
UPDATE producers SET licence_no = CONCAT('LIC-', LPAD(CONV(LEFT(SHA2(CONCAT(@k, licence_no), 256), 8), 16, 10) % 10000000, 7, '0'));

-- updated_at stays: it would move by itself.
UPDATE insureds SET updated_at = updated_at, full_name = CONCAT(
  ELT(1 + CONV(LEFT(SHA2(CONCAT(@k, full_name), 256), 8), 16, 10) % 20, 'Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gia', 'Hal', 'Ida', 'Jon', 'Kim', 'Leo', 'Mia', 'Ned', 'Ola', 'Pia', 'Ray', 'Sue', 'Tom', 'Uma'), ' ',
  ELT(1 + CONV(RIGHT(SHA2(CONCAT(@k, full_name), 256), 8), 16, 10) % 20, 'Abel', 'Bond', 'Cole', 'Dorn', 'Ellis', 'Ford', 'Gray', 'Hill', 'Ives', 'Jones', 'King', 'Lane', 'Moss', 'Nash', 'Otto', 'Penn', 'Reed', 'Shaw', 'Todd', 'Wood'));
UPDATE insureds SET updated_at = updated_at, email = CONCAT(LEFT(SHA2(CONCAT(@k, email), 256), 20), '@example.com') WHERE email <> '';
UPDATE insureds SET updated_at = updated_at, phone = CONCAT('+1-555-', LPAD(CONV(LEFT(SHA2(CONCAT(@k, phone), 256), 8), 16, 10) % 10000000, 7, '0'));
UPDATE insureds SET updated_at = updated_at, ssn = INSERT(INSERT(LPAD(CONV(LEFT(SHA2(CONCAT(@k, ssn), 256), 8), 16, 10) % 1000000000, 9, '0'), 4, 0, '-'), 7, 0, '-');
UPDATE insureds SET updated_at = updated_at, birth_date = NULL;
UPDATE insureds SET updated_at = updated_at, street = '1 Main Street';
UPDATE insureds SET updated_at = updated_at, city = 'Springfield';
UPDATE insureds SET updated_at = updated_at, postcode = LPAD(CONV(LEFT(SHA2(CONCAT(@k, postcode), 256), 8), 16, 10) % 100000, 5, '0');
UPDATE insureds SET updated_at = updated_at, profile = NULL;

UPDATE applications SET updated_at = updated_at, underwriter_note = NULL;

UPDATE files SET original_name = 'document.pdf';

UPDATE signatures SET signer_name = CONCAT(
  ELT(1 + CONV(LEFT(SHA2(CONCAT(@k, signer_name), 256), 8), 16, 10) % 20, 'Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gia', 'Hal', 'Ida', 'Jon', 'Kim', 'Leo', 'Mia', 'Ned', 'Ola', 'Pia', 'Ray', 'Sue', 'Tom', 'Uma'), ' ',
  ELT(1 + CONV(RIGHT(SHA2(CONCAT(@k, signer_name), 256), 8), 16, 10) % 20, 'Abel', 'Bond', 'Cole', 'Dorn', 'Ellis', 'Ford', 'Gray', 'Hill', 'Ives', 'Jones', 'King', 'Lane', 'Moss', 'Nash', 'Otto', 'Penn', 'Reed', 'Shaw', 'Todd', 'Wood'));
UPDATE signatures SET signer_email = CONCAT(LEFT(SHA2(CONCAT(@k, signer_email), 256), 20), '@example.com');
UPDATE signatures SET signer_ip = '192.0.2.1';
UPDATE signatures SET image = NULL;

UPDATE notes SET body = 'Text removed';
