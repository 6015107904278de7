-- A kit has no packs, and is no part of another kit.
SELECT format('kit %s %s', kit.id, concat_ws(' and ',
              CASE WHEN EXISTS (SELECT FROM catalog_kitpart WHERE part_id = kit.id) THEN 'is a part of a kit' END,
              CASE WHEN EXISTS (SELECT FROM catalog_packsize WHERE product_id = kit.id) THEN 'has packs' END))
FROM catalog_product AS kit
WHERE EXISTS (SELECT FROM catalog_kitpart WHERE kit_id = kit.id)
  AND (EXISTS (SELECT FROM catalog_kitpart WHERE part_id = kit.id)
       OR EXISTS (SELECT FROM catalog_packsize WHERE product_id = kit.id))
ORDER BY kit.id
