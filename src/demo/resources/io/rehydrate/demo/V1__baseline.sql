-- The insurance company's schema as it stood when Flyway came. It runs on MariaDB 10.11 and later,
-- and on MySQL 8 and later. Few references are declared, as in many a grown schema: the plan
-- writes down the others. Bodies of triggers and routines are single statements, so that no client
-- needs another delimiter.

CREATE TABLE carriers (
  carrier_code CHAR(3) NOT NULL,
  name VARCHAR(80) NOT NULL,
  rating ENUM('A', 'B', 'C') NOT NULL DEFAULT 'B',
  PRIMARY KEY (carrier_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE products (
  product_id INT NOT NULL AUTO_INCREMENT,
  carrier_code CHAR(3) NOT NULL,
  line ENUM('auto', 'home', 'life', 'umbrella') NOT NULL,
  name VARCHAR(80) NOT NULL,
  base_premium DECIMAL(9,2) NOT NULL,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  PRIMARY KEY (product_id),
  CONSTRAINT products_carrier FOREIGN KEY (carrier_code) REFERENCES carriers (carrier_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE retail_brokers (
  broker_id INT NOT NULL AUTO_INCREMENT,
  company VARCHAR(120) NOT NULL,
  contact_name VARCHAR(120) NOT NULL,
  email VARCHAR(190) NOT NULL,
  phone VARCHAR(30) NULL,
  bank_account VARCHAR(64) NULL,
  status VARCHAR(20) NOT NULL,
  PRIMARY KEY (broker_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- manager_id is another producer, 0 for none
CREATE TABLE producers (
  producer_id INT NOT NULL AUTO_INCREMENT,
  broker_id INT NOT NULL,
  manager_id INT NOT NULL DEFAULT 0,
  full_name VARCHAR(120) NOT NULL,
  email VARCHAR(190) NOT NULL,
  phone VARCHAR(30) NULL,
  licence_no VARCHAR(20) NOT NULL,
  status VARCHAR(20) NOT NULL,
  hired_on DATE NOT NULL,
  PRIMARY KEY (producer_id),
  UNIQUE KEY producers_email (email),
  KEY producers_broker (broker_id),
  CONSTRAINT producers_broker FOREIGN KEY (broker_id) REFERENCES retail_brokers (broker_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE insureds (
  insured_id BIGINT NOT NULL AUTO_INCREMENT,
  kind ENUM('person', 'company') NOT NULL,
  full_name VARCHAR(160) NOT NULL,
  search_name VARCHAR(160) GENERATED ALWAYS AS (LOWER(full_name)) STORED,
  email VARCHAR(190) NULL,
  phone VARCHAR(30) NULL,
  ssn CHAR(11) NULL,
  birth_date DATE NULL,
  street VARCHAR(120) NULL,
  city VARCHAR(80) NULL,
  postcode VARCHAR(12) NULL,
  country CHAR(2) NOT NULL,
  profile JSON NULL,
  created_at DATETIME NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (insured_id),
  KEY insureds_email (email),
  KEY insureds_search_name (search_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- renewal_of is the application of the year before; broker_id is 0 for business without a broker
CREATE TABLE applications (
  app_id BIGINT NOT NULL AUTO_INCREMENT,
  renewal_of BIGINT NULL,
  insured_id BIGINT NOT NULL,
  producer_id INT NOT NULL,
  broker_id INT NOT NULL DEFAULT 0,
  line ENUM('auto', 'home', 'life', 'umbrella') NOT NULL,
  status VARCHAR(20) NOT NULL,
  state CHAR(2) NOT NULL,
  label VARCHAR(60) GENERATED ALWAYS AS (CONCAT(state, '-', line, '-', status)) VIRTUAL,
  effective_on DATE NULL,
  expires_on DATE NULL,
  premium DECIMAL(10,2) NOT NULL,
  fees DECIMAL(8,2) NOT NULL DEFAULT 0,
  total DECIMAL(11,2) GENERATED ALWAYS AS (premium + fees) STORED,
  risk JSON NULL,
  underwriter_note TEXT NULL,
  created_at DATETIME NOT NULL,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (app_id),
  KEY applications_created (created_at),
  KEY applications_renewal (renewal_of),
  KEY applications_insured (insured_id),
  KEY applications_producer (producer_id),
  KEY applications_status (status, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE application_products (
  app_id BIGINT NOT NULL,
  product_id INT NOT NULL,
  limit_amount DECIMAL(12,2) NOT NULL,
  deductible DECIMAL(9,2) NOT NULL,
  premium DECIMAL(10,2) NOT NULL,
  PRIMARY KEY (app_id, product_id),
  KEY application_products_product (product_id),
  CONSTRAINT application_products_app FOREIGN KEY (app_id) REFERENCES applications (app_id),
  CONSTRAINT application_products_product FOREIGN KEY (product_id) REFERENCES products (product_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE ratings (
  rating_id BIGINT NOT NULL AUTO_INCREMENT,
  app_id BIGINT NOT NULL,
  product_id INT NOT NULL DEFAULT 0,
  attempt TINYINT NOT NULL,
  engine VARCHAR(20) NOT NULL,
  score DECIMAL(6,3) NOT NULL,
  premium DECIMAL(10,2) NOT NULL,
  detail JSON NOT NULL,
  created_at DATETIME NOT NULL,
  PRIMARY KEY (rating_id),
  KEY ratings_app (app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE documents (
  document_id BIGINT NOT NULL AUTO_INCREMENT,
  app_id BIGINT NOT NULL,
  kind ENUM('application', 'policy', 'invoice', 'claim', 'identity') NOT NULL,
  title VARCHAR(120) NOT NULL,
  created_at DATETIME NOT NULL,
  PRIMARY KEY (document_id),
  KEY documents_app (app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE files (
  file_id BIGINT NOT NULL AUTO_INCREMENT,
  storage_key VARCHAR(120) NOT NULL,
  original_name VARCHAR(160) NOT NULL,
  content_type VARCHAR(60) NOT NULL,
  size_bytes INT NOT NULL,
  sha256 BINARY(32) NOT NULL,
  created_at DATETIME NOT NULL,
  PRIMARY KEY (file_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE document_files (
  document_id BIGINT NOT NULL,
  file_id BIGINT NOT NULL,
  position SMALLINT NOT NULL DEFAULT 1,
  PRIMARY KEY (document_id, file_id),
  KEY document_files_file (file_id),
  CONSTRAINT document_files_document FOREIGN KEY (document_id) REFERENCES documents (document_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE signatures (
  signature_id BIGINT NOT NULL AUTO_INCREMENT,
  document_id BIGINT NOT NULL,
  signer_name VARCHAR(160) NOT NULL,
  signer_email VARCHAR(190) NULL,
  signer_ip VARCHAR(45) NULL,
  image VARBINARY(64) NULL,
  signed_at DATETIME NOT NULL,
  PRIMARY KEY (signature_id),
  KEY signatures_document (document_id),
  CONSTRAINT signatures_document FOREIGN KEY (document_id) REFERENCES documents (document_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- subject_type says which table subject_id is a key of; author_id is a producer, 0 for the system
CREATE TABLE notes (
  note_id BIGINT NOT NULL AUTO_INCREMENT,
  subject_type ENUM('application', 'insured') NOT NULL,
  subject_id BIGINT NOT NULL,
  author_id INT NOT NULL DEFAULT 0,
  body TEXT NOT NULL,
  pinned BOOLEAN NOT NULL DEFAULT FALSE,
  created_at DATETIME NOT NULL,
  PRIMARY KEY (note_id),
  KEY notes_subject (subject_type, subject_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE chat_messages (
  message_id BIGINT NOT NULL AUTO_INCREMENT,
  app_id BIGINT NOT NULL,
  sender_kind ENUM('insured', 'producer', 'system') NOT NULL,
  sender_name VARCHAR(160) NULL,
  body TEXT NOT NULL,
  sent_at DATETIME NOT NULL,
  PRIMARY KEY (message_id),
  KEY chat_messages_app (app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE application_history (
  history_id BIGINT NOT NULL AUTO_INCREMENT,
  app_id BIGINT NOT NULL,
  old_status VARCHAR(20) NULL,
  new_status VARCHAR(20) NOT NULL,
  changed_by VARCHAR(60) NOT NULL,
  changed_at DATETIME NOT NULL,
  PRIMARY KEY (history_id),
  KEY application_history_app (app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE audit_log (
  audit_id BIGINT NOT NULL AUTO_INCREMENT,
  actor VARCHAR(60) NOT NULL,
  action VARCHAR(40) NOT NULL,
  subject_type VARCHAR(20) NOT NULL,
  subject_id BIGINT NOT NULL,
  detail JSON NULL,
  logged_at DATETIME NOT NULL,
  PRIMARY KEY (audit_id),
  KEY audit_log_subject (subject_type, subject_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE login_log (
  login_id BIGINT NOT NULL AUTO_INCREMENT,
  producer_id INT NOT NULL,
  ip VARCHAR(45) NOT NULL,
  user_agent VARCHAR(200) NOT NULL,
  succeeded BOOLEAN NOT NULL,
  logged_at DATETIME NOT NULL,
  PRIMARY KEY (login_id),
  KEY login_log_producer (producer_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE VIEW policies_in_force AS
  SELECT a.app_id, a.label, a.line, a.total, a.expires_on,
         i.full_name AS insured, p.full_name AS producer
  FROM applications a
  JOIN insureds i ON i.insured_id = a.insured_id
  JOIN producers p ON p.producer_id = a.producer_id
  WHERE a.status = 'bound';

CREATE TRIGGER applications_keep_history AFTER UPDATE ON applications FOR EACH ROW
  INSERT INTO application_history (app_id, old_status, new_status, changed_by, changed_at)
  SELECT NEW.app_id, OLD.status, NEW.status, 'trigger', NOW()
  FROM (SELECT 1 AS one) AS once
  WHERE NEW.status <> OLD.status;

CREATE TRIGGER insureds_lower_email BEFORE UPDATE ON insureds FOR EACH ROW
  SET NEW.email = LOWER(NEW.email);

CREATE FUNCTION earned_premium(premium DECIMAL(10,2), effective_on DATE, today DATE)
  RETURNS DECIMAL(10,2) DETERMINISTIC NO SQL
  RETURN ROUND(premium * LEAST(365, GREATEST(0, DATEDIFF(today, effective_on))) / 365, 2);

CREATE PROCEDURE expire_quotes(IN older_than DATE)
  UPDATE applications SET status = 'expired' WHERE status = 'quoted' AND created_at < older_than;

CREATE EVENT forget_old_logins
  ON SCHEDULE EVERY 1 DAY STARTS CURRENT_TIMESTAMP + INTERVAL 1 DAY
  DO DELETE FROM login_log WHERE logged_at < NOW() - INTERVAL 5 YEAR;
