-- What hangs on the documents of the applications numbered {from} to {to}.

INSERT INTO files (file_id, storage_key, original_name, content_type, size_bytes, sha256, created_at)
  SELECT d.document_id,
         CONCAT('documents/', LEFT(SHA2(CONCAT({seed}, '/', d.document_id), 256), 2), '/', d.document_id),
         CONCAT({pick first name d.document_id}, ' ', {pick last name2 d.document_id}, '.pdf'),
         IF({rnd type d.document_id} % 6 = 0, 'image/jpeg', 'application/pdf'),
         2000 + {rnd size d.document_id} % 900000,
         UNHEX(SHA2(CONCAT({seed}, '/', d.document_id), 256)),
         d.created_at
  FROM documents d WHERE d.document_id BETWEEN {from} * 2 - 1 AND {to} * 2;

INSERT INTO document_files (document_id, file_id, position)
  SELECT d.document_id, d.document_id, 1
  FROM documents d WHERE d.document_id BETWEEN {from} * 2 - 1 AND {to} * 2;

INSERT INTO signatures (signature_id, document_id, signer_name, signer_email, signer_ip, image, signed_at)
  SELECT d.document_id, d.document_id,
         CONCAT({pick first name d.document_id}, ' ', {pick last name2 d.document_id}),
         IF({rnd email d.document_id} % 9 = 0, NULL,
            CONCAT({pick first_ascii name d.document_id}, {rnd digits d.document_id} % 10000, '@', {pick domain domain d.document_id})),
         CONCAT('192.0.2.', {rnd ip d.document_id} % 256),
         UNHEX(SHA2(CONCAT({seed}, '/signature/', d.document_id), 256)),
         LEAST({asof}, d.created_at + INTERVAL {rnd hour d.document_id} % 200 HOUR)
  FROM documents d
  WHERE d.document_id BETWEEN {from} * 2 - 1 AND {to} * 2 AND {rnd signed d.document_id} % 100 < 43;
