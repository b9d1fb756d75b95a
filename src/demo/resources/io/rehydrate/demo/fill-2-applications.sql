-- What hangs on the applications numbered {from} to {to}: the row k of application a.

INSERT INTO application_products (app_id, product_id, limit_amount, deductible, premium)
  SELECT a.app_id, 1 + k.d * 12 + {rnd product a.app_id} % 12,
         (1 + {rnd limit a.app_id, k.d} % 40) * 25000, (1 + {rnd deductible a.app_id} % 10) * 250, a.premium
  FROM applications a JOIN {digits} k ON k.d < 1 + ({rnd products a.app_id} % 5 = 0)
  WHERE a.app_id BETWEEN {from} AND {to};

INSERT INTO ratings (rating_id, app_id, product_id, attempt, engine, score, premium, detail, created_at)
  SELECT (a.app_id - 1) * 4 + k.d + 1,
         IF({rnd orphan a.app_id, k.d} % 100 < 8, a.app_id + 1000000000, a.app_id),
         IF({rnd noproduct a.app_id, k.d} % 5 = 0, 0, 1 + {rnd product a.app_id, k.d} % 24),
         k.d + 1, ELT(1 + {rnd engine a.app_id} % 3, 'guidewire', 'in_house', 'iso_v2'),
         ROUND({rnd score a.app_id, k.d} % 1000000 / 1000, 3), ROUND(150 + {rnd premium a.app_id, k.d} % 500000 / 100, 2),
         CONCAT('{"rules": [', {rnd r1 a.app_id, k.d} % 900, ', ', {rnd r2 a.app_id, k.d} % 900, ', ', {rnd r3 a.app_id, k.d} % 900,
                '], "tier": "', ELT(1 + {rnd tier a.app_id, k.d} % 4, 'preferred', 'standard', 'substandard', 'refer'),
                '", "territory": ', {rnd territory a.app_id} % 99, ', "version": "4.', {rnd version a.app_id, k.d} % 30, '"}'),
         LEAST({asof}, a.created_at + INTERVAL k.d * 40 + {rnd minute a.app_id, k.d} % 30 MINUTE)
  FROM applications a JOIN {digits} k ON k.d < {rnd ratings a.app_id} % 5
  WHERE a.app_id BETWEEN {from} AND {to};

INSERT INTO documents (document_id, app_id, kind, title, created_at)
  SELECT (a.app_id - 1) * 2 + k.d + 1,
         IF({rnd orphan a.app_id, k.d} % 100 < 8, a.app_id + 1000000000, a.app_id),
         ELT(1 + {rnd kind a.app_id, k.d} % 5, 'application', 'policy', 'invoice', 'claim', 'identity'),
         ELT(1 + {rnd kind a.app_id, k.d} % 5, 'Signed application', 'Policy schedule', 'Invoice', 'Notice of claim', 'Proof of identity'),
         LEAST({asof}, a.created_at + INTERVAL 1 + {rnd day a.app_id, k.d} % 20 DAY)
  FROM applications a JOIN {digits} k ON k.d < ({rnd documents a.app_id} % 10 < 5) + ({rnd documents a.app_id} % 10 < 2)
  WHERE a.app_id BETWEEN {from} AND {to};

INSERT INTO notes (note_id, subject_type, subject_id, author_id, body, pinned, created_at)
  SELECT a.app_id,
         IF({rnd about a.app_id} % 10 < 7, 'application', 'insured'),
         IF({rnd orphan a.app_id} % 100 < 8, 1000000000, 0) + IF({rnd about a.app_id} % 10 < 7, a.app_id, a.insured_id),
         IF({rnd system a.app_id} % 5 = 0, 0, 1 + {rnd author a.app_id} % {producers}),
         CONCAT({pick first who a.app_id}, ' ', {pick last who2 a.app_id}, ': ', {pick sentence body a.app_id}),
         {rnd pinned a.app_id} % 50 = 0,
         LEAST({asof}, a.created_at + INTERVAL {rnd hour a.app_id} % 2000 HOUR)
  FROM applications a
  WHERE a.app_id BETWEEN {from} AND {to} AND {rnd notes a.app_id} % 2 = 0;

INSERT INTO chat_messages (message_id, app_id, sender_kind, sender_name, body, sent_at)
  SELECT (a.app_id - 1) * 5 + k.d + 1, a.app_id,
         ELT(1 + (k.d + a.app_id) % 3, 'insured', 'producer', 'system'),
         IF((k.d + a.app_id) % 3 = 2, NULL, {pick first sender a.app_id, k.d}),
         CONCAT({pick sentence chat a.app_id, k.d}, ' ', {pick sentence chat2 a.app_id, k.d}),
         LEAST({asof}, a.created_at + INTERVAL k.d * 60 + {rnd minute a.app_id, k.d} % 60 MINUTE)
  FROM applications a JOIN {digits} k ON k.d < {rnd chats a.app_id} % 6
  WHERE a.app_id BETWEEN {from} AND {to};

INSERT INTO application_history (history_id, app_id, old_status, new_status, changed_by, changed_at)
  SELECT (a.app_id - 1) * 6 + k.d + 1, a.app_id,
         ELT(k.d, 'started', 'rated', 'quoted', 'referred', 'offered'),
         ELT(1 + k.d, 'started', 'rated', 'quoted', 'referred', 'offered', 'bound'),
         CONCAT('user', {rnd user a.app_id, k.d} % 900),
         LEAST({asof}, a.created_at + INTERVAL k.d * 90 + {rnd minute a.app_id, k.d} % 90 MINUTE)
  FROM applications a JOIN {digits} k ON k.d < {rnd history a.app_id} % 7
  WHERE a.app_id BETWEEN {from} AND {to};

INSERT INTO audit_log (audit_id, actor, action, subject_type, subject_id, detail, logged_at)
  SELECT (a.app_id - 1) * 3 + k.d + 1,
         CONCAT('user', {rnd user a.app_id, k.d} % 900),
         ELT(1 + {rnd action a.app_id, k.d} % 4, 'application.view', 'application.edit', 'quote.print', 'document.open'),
         'application', a.app_id,
         CONCAT('{"session": ', {rnd session a.app_id, k.d} % 1000000000, ', "fields": ', {rnd fields a.app_id, k.d} % 20, '}'),
         LEAST({asof}, a.created_at + INTERVAL {rnd hour a.app_id, k.d} % 900 HOUR)
  FROM applications a JOIN {digits} k ON k.d < {rnd audits a.app_id} % 4
  WHERE a.app_id BETWEEN {from} AND {to};

INSERT INTO login_log (login_id, producer_id, ip, user_agent, succeeded, logged_at)
  SELECT a.app_id, a.producer_id,
         CONCAT('10.', {rnd ip1 a.app_id} % 256, '.', {rnd ip2 a.app_id} % 256, '.', {rnd ip3 a.app_id} % 256),
         ELT(1 + {rnd agent a.app_id} % 3, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', 'Mozilla/5.0 (Windows NT 10.0) Chrome/141.0', 'AgencyDesk/7.2'),
         {rnd failed a.app_id} % 15 <> 0, a.created_at
  FROM applications a
  WHERE a.app_id BETWEEN {from} AND {to} AND {rnd logins a.app_id} % 2 = 0;
