'use strict';
// HubSpot's official SDK with nothing changed but its base URL: every batch operation with INPUTS inputs in one call,
// and three calls that are no batches. Prints one line of JSON: what came back.
const hubspot = require('@hubspot/api-client');

const { BASE_URL, ACCESS_TOKEN, INPUTS } = process.env;
const count = Number(INPUTS);
const client = new hubspot.Client({ accessToken: ACCESS_TOKEN, basePath: BASE_URL });

const inputs = (make) => ({ inputs: Array.from({ length: count }, (_, i) => make(i)) });
const values = (answer, property) => answer.results.map((result) => result.properties[property]);
const times = (answer) => answer.startedAt instanceof Date && answer.completedAt instanceof Date;

async function main() {
  const { contacts, objects, associations, properties } = client.crm;
  const told = {};

  const created = await contacts.batchApi.create(
    inputs((i) => ({ properties: { email: `c${i}@example.com`, firstname: `F${i}` }, associations: [] })),
  );
  const ids = created.results.map((result) => result.id);
  told.create = { status: created.status, values: values(created, 'firstname'), hasTimes: times(created), ids };

  const updated = await contacts.batchApi.update(inputs((i) => ({ id: ids[i], properties: { firstname: `G${i}` } })));
  told.update = { status: updated.status, values: values(updated, 'firstname'), ids: updated.results.map((r) => r.id) };

  const upserted = await contacts.batchApi.upsert(
    inputs((i) => ({ idProperty: 'email', id: `c${i}@example.com`, properties: { lastname: `L${i}` } })),
  );
  told.upsert = { status: upserted.status, values: values(upserted, 'lastname'), isNew: upserted.results.map((r) => r._new) };

  const read = await contacts.batchApi.read({
    ...inputs((i) => ({ id: ids[count - 1 - i] })),
    properties: ['firstname', 'lastname'],
    propertiesWithHistory: [],
  });
  told.read = { status: read.status, values: values(read, 'firstname') };

  const pairs = await associations.v4.batchApi.create(
    'contacts',
    'companies',
    inputs((i) => ({
      _from: { id: ids[i] },
      to: { id: String(500000 + i) },
      types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 }],
    })),
  );
  const written = (type) =>
    pairs.results.filter((pair) => pair.fromObjectTypeId === type).map((pair) => `${pair.fromObjectId}->${pair.toObjectId}`);
  told.associate = {
    status: pairs.status,
    results: pairs.results.length,
    contacts: written('0-1'),
    companies: written('0-2'),
  };

  told.archive = { answer: (await contacts.batchApi.archive(inputs((i) => ({ id: ids[i] })))) ?? null };

  const mixed = await objects.batchApi.create('contacts', {
    inputs: [
      { properties: { email: 'new@example.com' }, associations: [] },
      { properties: { email: 'invalid-format' }, associations: [] },
    ],
  });
  told.mixed = {
    results: mixed.results.length,
    errors: mixed.numErrors,
    position: mixed.errors[0].context.position,
    category: mixed.errors[0].category,
  };

  const single = await contacts.basicApi.create({ properties: { email: 'single@example.com' }, associations: [] });
  told.single = { id: typeof single.id };
  const found = await contacts.searchApi.doSearch({
    filterGroups: [
      { filters: [{ propertyName: 'email', operator: 'EQ', value: 'single@example.com' }] },
    ],
    properties: ['email'],
    limit: 10,
    after: '0',
    sorts: [],
  });
  told.search = { total: found.total, results: found.results.length };
  told.properties = { results: Array.isArray((await properties.coreApi.getAll('contacts')).results) };

  console.log(JSON.stringify(told));
}

main().catch((error) => {
  console.error(error.code, JSON.stringify(error.body ?? null), error.stack);
  process.exit(1);
});
