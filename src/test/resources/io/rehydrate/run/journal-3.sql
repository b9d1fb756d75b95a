CREATE TABLE IF NOT EXISTS run (
  id VARCHAR(40) NOT NULL PRIMARY KEY,
  kind VARCHAR(20) NOT NULL,
  state VARCHAR(20) NOT NULL,
  actor VARCHAR(200) NOT NULL,
  origin VARCHAR(400) NOT NULL,
  lease VARCHAR(200) NOT NULL,
  as_of BIGINT,
  target VARCHAR(40),
  dump VARCHAR(20),
  ref VARCHAR(400),
  step VARCHAR(60) NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  exit_code INTEGER,
  code VARCHAR(80),
  message TEXT,
  hint TEXT,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  schedule_key VARCHAR(250),
  place VARCHAR(1000),
  cancelled_by VARCHAR(700)
) ${options};
CREATE TABLE IF NOT EXISTS lease (
  name VARCHAR(200) NOT NULL PRIMARY KEY,
  owner VARCHAR(300) NOT NULL,
  run VARCHAR(40) NOT NULL,
  expires_at BIGINT NOT NULL
) ${options};
CREATE TABLE IF NOT EXISTS resource (
  id ${auto},
  run VARCHAR(40) NOT NULL,
  kind VARCHAR(40) NOT NULL,
  name VARCHAR(400) NOT NULL,
  detail ${long} NOT NULL,
  created_at BIGINT NOT NULL
) ${options};
CREATE TABLE IF NOT EXISTS fact (
  name VARCHAR(300) NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  actor VARCHAR(200) NOT NULL,
  origin VARCHAR(400) NOT NULL,
  told_at BIGINT NOT NULL
) ${options};
