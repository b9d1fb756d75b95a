-- What stands by itself: every row is computed from its number i.

INSERT INTO carriers (carrier_code, name, rating) VALUES
  ('ACM', 'Acme Mutual', 'A'), ('BRG', 'Bridge & Harbour', 'A'), ('CDR', 'Cedar Life', 'B'),
  ('DLT', 'Delta Casualty', 'B'), ('ÉTO', 'Étoile Assurances', 'A'), ('FJD', 'Fjord Forsikring', 'C');

INSERT INTO products (product_id, carrier_code, line, name, base_premium, active)
  SELECT i, ELT(1 + i % 6, 'ACM', 'BRG', 'CDR', 'DLT', 'ÉTO', 'FJD'),
         ELT(1 + i % 4, 'auto', 'home', 'life', 'umbrella'),
         CONCAT(ELT(1 + i % 3, 'Basic ', 'Plus ', 'Premier '), ELT(1 + i % 4, 'Auto', 'Home', 'Life', 'Umbrella'), ' ', i),
         ROUND(150 + {rnd price i} % 90000 / 100, 2),
         i % 8 <> 0
  FROM {numbers products};

INSERT INTO retail_brokers (broker_id, company, contact_name, email, phone, bank_account, status)
  SELECT i, CONCAT({pick last company i}, ELT(1 + i % 4, ' & Co', ' Insurance', ' Brokers', ' GmbH')),
         CONCAT({pick first contact i}, ' ', {pick last contact2 i}),
         CONCAT('office', i, '@broker', i % 97, '.example.org'),
         CONCAT('+1-555-', LPAD({rnd phone i} % 10000000, 7, '0')),
         IF({rnd bank i} % 10 = 0, NULL, CONCAT('DE', LPAD({rnd iban i} % 1000000000, 20, '0'))),
         IF({rnd status i} % 12 = 0, 'closed', 'active')
  FROM {numbers brokers};

INSERT INTO producers (producer_id, broker_id, manager_id, full_name, email, phone, licence_no, status, hired_on)
  SELECT i, 1 + {rnd broker i} % {brokers},
         IF(i <= 10, 0, 1 + {rnd manager i} % 10),
         CONCAT({pick first name i}, ' ', {pick last name2 i}),
         CONCAT({pick first_ascii name i}, '.', i, '@agency.example.com'),
         IF({rnd hasphone i} % 20 = 0, NULL, CONCAT('+1-555-', LPAD({rnd phone i} % 10000000, 7, '0'))),
         CONCAT('LIC-', LPAD({rnd licence i} % 10000000, 7, '0')),
         ELT(1 + {rnd status i} % 10, 'left', 'on_leave', 'active', 'active', 'active', 'active', 'active', 'active', 'active', 'active'),
         DATE({start}) - INTERVAL {rnd hired i} % 3000 DAY
  FROM {numbers producers};

INSERT INTO insureds (insured_id, kind, full_name, email, phone, ssn, birth_date, street, city, postcode, country, profile, created_at, updated_at)
  SELECT i, IF(firm, 'company', 'person'),
         IF(firm, CONCAT(last_name, ELT(1 + i % 5, ' Ltd', ' GmbH', ' SA', ' & Söhne', ' Holdings')), CONCAT(first_name, ' ', last_name)),
         CASE {rnd email i} % 20 WHEN 0 THEN NULL WHEN 1 THEN ''
           ELSE CONCAT({pick first_ascii first i}, '.', {pick last_ascii last i}, {rnd digits i} % 1000, '@', {pick domain domain i}) END,
         IF({rnd hasphone i} % 12 = 0, NULL, CONCAT('+1-555-', LPAD({rnd phone i} % 10000000, 7, '0'))),
         IF(firm, NULL, CONCAT(900 + {rnd ssn i} % 100, '-', LPAD({rnd ssn2 i} % 100, 2, '0'), '-', LPAD({rnd ssn3 i} % 10000, 4, '0'))),
         IF(firm, NULL, DATE({start}) - INTERVAL (7000 + {rnd birth i} % 22000) DAY),
         CONCAT(1 + {rnd house i} % 240, ' ', {pick street street i}),
         {pick city city i},
         LPAD({rnd postcode i} % 100000, 5, '0'),
         ELT(1 + {rnd country i} % 8, 'US', 'US', 'US', 'US', 'DE', 'FR', 'PL', 'GR'),
         IF({rnd profile i} % 3 = 0, NULL,
            JSON_OBJECT('phone', CONCAT('+1-555-', LPAD({rnd phone i} % 10000000, 7, '0')),
                        'contact', CONCAT(first_name, ' ', last_name), 'score', {rnd score i} % 850)),
         created_at, LEAST({asof}, created_at + INTERVAL {rnd updated i} % 400 DAY)
  FROM (SELECT i, {rnd firm i} % 9 = 0 AS firm, {pick first first i} AS first_name, {pick last last i} AS last_name,
               {start} + INTERVAL ((i - 1) * {span} DIV {insureds}) SECOND AS created_at
        FROM {numbers insureds}) AS person;

-- A policy lasts a year, and {year} applications come in a year: a renewal renews the application
-- {year} numbers before. What is renewed keeps its insured, through the whole chain.
INSERT INTO applications (app_id, renewal_of, insured_id, producer_id, broker_id, line, status, state, effective_on, expires_on, premium, fees, risk, underwriter_note, created_at, updated_at)
  SELECT i, IF(renews, i - {year}, NULL),
         1 + (root - 1) * {insureds} DIV {applications},
         IF({rnd leftproducer i} % 400 = 0, {producers} + 1 + i % 1000, 1 + {rnd producer root} % {producers}),
         IF({rnd direct root} % 4 = 0, 0, 1 + {rnd broker root} % {brokers}),
         ELT(1 + {rnd line root} % 4, 'auto', 'home', 'life', 'umbrella'),
         CASE WHEN test THEN 'test' WHEN renewed THEN 'renewed' WHEN mood < 2 THEN 'in_dispute'
              WHEN mood < 40 THEN 'quoted' WHEN mood < 60 THEN 'declined' WHEN mood < 80 THEN 'withdrawn'
              WHEN created_at < {asof} - INTERVAL 1 YEAR THEN 'expired' ELSE 'bound' END,
         ELT(1 + {rnd state i} % 12, 'CA', 'NY', 'TX', 'FL', 'IL', 'OH', 'WA', 'MA', 'CO', 'GA', 'NJ', 'OR'),
         IF(mood < 80 AND NOT renewed, NULL, DATE(created_at) + INTERVAL 14 DAY),
         IF(mood < 80 AND NOT renewed, NULL, DATE(created_at) + INTERVAL 379 DAY),
         ROUND(200 + {rnd premium i} % 480000 / 100, 2), ROUND({rnd fees i} % 9000 / 100, 2),
         JSON_OBJECT('class', ELT(1 + {rnd risk i} % 4, 'low', 'standard', 'raised', 'high'), 'claims', {rnd claims i} % 4,
                     'factors', JSON_ARRAY({rnd f1 i} % 100, {rnd f2 i} % 100, {rnd f3 i} % 100)),
         IF({rnd hasnote i} % 10 = 0, CONCAT('Spoke to ', {pick first notename i}, ' ', {pick last notename2 i}, ' — ', {pick sentence note i}), NULL),
         created_at, LEAST({asof}, created_at + INTERVAL {rnd updated i} % 5000000 SECOND)
  FROM (SELECT i, test, renews, renewed, mood, created_at,
               CASE WHEN NOT renews THEN i WHEN NOT {renews i - {year}} THEN i - {year}
                    WHEN NOT {renews i - 2 * {year}} THEN i - 2 * {year} ELSE i - 3 * {year} END AS root
        FROM (SELECT i, {test i} AS test, {renews i} AS renews,
                     i + {year} <= {applications} AND {renews i + {year}} AS renewed,
                     {rnd mood i} % 200 AS mood,
                     {start} + INTERVAL ((i - 1) * {span} DIV {applications} + {rnd second i} % ({span} DIV {applications} + 1)) SECOND AS created_at
              FROM {numbers applications}) AS numbered) AS application;
