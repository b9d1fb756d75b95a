CREATE TABLE IF NOT EXISTS clone (
  name VARCHAR(40) NOT NULL PRIMARY KEY,
  daemon VARCHAR(200) NOT NULL,
  owner VARCHAR(200) NOT NULL,
  port INTEGER NOT NULL,
  state VARCHAR(20) NOT NULL,
  maker VARCHAR(40) NOT NULL,
  generation VARCHAR(40) NOT NULL,
  wanted VARCHAR(40) NOT NULL,
  dump VARCHAR(40) NOT NULL,
  ref VARCHAR(400),
  commit_id VARCHAR(64),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL
) ${options};
CREATE TABLE IF NOT EXISTS clone_order (
  run VARCHAR(40) NOT NULL PRIMARY KEY,
  daemon VARCHAR(200) NOT NULL,
  operation VARCHAR(20) NOT NULL,
  name VARCHAR(40),
  dump VARCHAR(40) NOT NULL,
  expires_at BIGINT
) ${options};
