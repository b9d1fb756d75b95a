CREATE TABLE IF NOT EXISTS target_protection (
  target VARCHAR(40) NOT NULL PRIMARY KEY,
  id VARCHAR(40) NOT NULL,
  person VARCHAR(200) NOT NULL,
  origin VARCHAR(400) NOT NULL,
  since BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  why VARCHAR(400) NOT NULL
) ${options};
CREATE TABLE IF NOT EXISTS protection_override (
  run VARCHAR(40) NOT NULL PRIMARY KEY,
  protection VARCHAR(40) NOT NULL
) ${options};
