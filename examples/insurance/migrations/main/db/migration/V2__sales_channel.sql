-- How an application came in, told by whether it has a broker.
ALTER TABLE applications ADD COLUMN channel VARCHAR(10) NOT NULL DEFAULT 'broker';

UPDATE applications SET channel = 'direct', updated_at = updated_at WHERE broker_id = 0;

CREATE TABLE claims (
  claim_id BIGINT NOT NULL AUTO_INCREMENT,
  app_id BIGINT NOT NULL,
  reported_on DATE NOT NULL,
  amount DECIMAL(12,2) NOT NULL,
  PRIMARY KEY (claim_id),
  CONSTRAINT claims_app FOREIGN KEY (app_id) REFERENCES applications (app_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE OR REPLACE VIEW policies_in_force AS
  SELECT a.app_id, a.label, a.line, a.channel, a.total, a.expires_on,
         i.full_name AS insured, p.full_name AS producer
  FROM applications a
  JOIN insureds i ON i.insured_id = a.insured_id
  JOIN producers p ON p.producer_id = a.producer_id
  WHERE a.status = 'bound';
