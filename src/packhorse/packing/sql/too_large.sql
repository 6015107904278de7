-- Products that no carton holds although nobody said that they are sent as they are: sides by size, and upright where
-- they must be; weight with the empty carton.
SELECT product.sku, product.name, product.length_mm, product.width_mm, product.height_mm, product.weight_g
FROM catalog_product AS product
CROSS JOIN LATERAL (
    SELECT array_agg(side ORDER BY side) AS all_sides
    FROM unnest(ARRAY[product.length_mm, product.width_mm, product.height_mm]) AS side
) AS sorted
WHERE NOT product.own_container
  AND NOT EXISTS (SELECT FROM catalog_kitpart WHERE kit_id = product.id)
  AND NOT EXISTS (
      SELECT FROM packing_carton AS carton
      CROSS JOIN LATERAL (
          SELECT array_agg(side - 2 * carton.around_mm - 2 * product.cushion_mm ORDER BY side) AS all_sides
          FROM unnest(ARRAY[carton.inner_length_mm, carton.inner_width_mm, carton.inner_height_mm]) AS side
      ) AS room
      WHERE NOT carton.retired AND product.weight_g + carton.tare_g <= carton.max_weight_g
        AND CASE WHEN product.this_side_up THEN
                product.height_mm + 2 * product.cushion_mm + 2 * carton.around_mm <= carton.inner_height_mm
                AND least(product.length_mm, product.width_mm) + 2 * product.cushion_mm + 2 * carton.around_mm
                    <= least(carton.inner_length_mm, carton.inner_width_mm)
                AND greatest(product.length_mm, product.width_mm) + 2 * product.cushion_mm + 2 * carton.around_mm
                    <= greatest(carton.inner_length_mm, carton.inner_width_mm)
            ELSE sorted.all_sides[1] <= room.all_sides[1] AND sorted.all_sides[2] <= room.all_sides[2]
                AND sorted.all_sides[3] <= room.all_sides[3]
            END
  )
ORDER BY product.sku
LIMIT %(limit)s
