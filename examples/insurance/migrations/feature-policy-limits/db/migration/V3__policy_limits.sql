-- Limits move to a table of their own, so that a policy can have one per peril.
CREATE TABLE policy_limits (
  app_id BIGINT NOT NULL,
  product_id INT NOT NULL,
  peril VARCHAR(20) NOT NULL,
  limit_amount DECIMAL(12,2) NOT NULL,
  PRIMARY KEY (app_id, product_id, peril),
  CONSTRAINT policy_limits_product FOREIGN KEY (app_id, product_id)
    REFERENCES application_products (app_id, product_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO policy_limits (app_id, product_id, peril, limit_amount)
  SELECT app_id, product_id, 'all', limit_amount FROM application_products;
