-- Climates of products for which there is no coolant and no insulated carton.
SELECT asked.climate
FROM unnest(ARRAY['chilled', 'frozen']) AS asked (climate)
WHERE EXISTS (SELECT FROM catalog_product WHERE storage_class = asked.climate)
  AND NOT EXISTS (SELECT FROM packing_carton WHERE kind = 'insulated' AND NOT retired)
  AND NOT EXISTS (SELECT FROM packing_coolant AS coolant WHERE coolant.climate = asked.climate AND NOT retired)
