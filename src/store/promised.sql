-- Version 8: for when an order was promised, and when it left the shop.
ALTER TABLE record ADD COLUMN "promised_date" TEXT;
ALTER TABLE record ADD COLUMN "shipped_date" TEXT;
