CREATE TABLE IF NOT EXISTS access_token (
  id VARCHAR(40) NOT NULL PRIMARY KEY,
  user_name VARCHAR(64) NOT NULL,
  hash VARCHAR(64) NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
) ${options};
