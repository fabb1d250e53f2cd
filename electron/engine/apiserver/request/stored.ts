/** Requests for objects that are stored, and for their status. Source: apiserver's endpoints/handlers. */
import type { ApiResponse } from '#shared/api/request.ts';
import { answer, answerList, answerObject, included } from './answer.ts';
import type { Call } from './call.ts';
import { listOptions } from './options.ts';
import { checkVersion, getObject, listObjects } from './read.ts';
import { representationOf } from './representation.ts';
import { selectionOf } from './selection.ts';
import { watchObjects, type Watch } from './watch.ts';
import { create, patch, remove, removeAll, update } from './write.ts';

/** Does what the call asks for. */
export function serveStored(call: Call): ApiResponse | Watch {
  const { core, resource, namespace, name, query } = call;
  const form = representationOf(call.request.headers?.['accept'] ?? '');
  switch (call.verb) {
    case 'get':
      checkVersion(core, query);
      return answerObject(call, 200, getObject(core, resource, namespace, name), form);
    case 'list': {
      const { items, metadata } = listObjects(core, resource, namespace, selectionOf(resource, query), listOptions(query, false));
      return answerList(call, items, metadata, form);
    }
    case 'watch':
      return watchObjects({
        core,
        resource,
        namespace,
        selection: selectionOf(resource, query, name),
        options: listOptions(query, true),
        form,
        included: included(call, form),
      });
    case 'create': {
      const { status, object } = create(core, call);
      return answerObject(call, status, object, form);
    }
    case 'update': {
      const { status, object } = update(core, call);
      return answerObject(call, status, object, form);
    }
    case 'patch': {
      const { status, object } = patch(core, call); // in the version of the path already
      return form.as === 'Object' ? answer(status, object, form) : answerObject(call, status, object, form);
    }
    case 'delete': {
      const gone = remove(core, call);
      return 'object' in gone ? answerObject(call, gone.status, gone.object, form) : answer(gone.status, gone.body as object, form);
    }
    case 'deletecollection': {
      const gone = removeAll(core, call, selectionOf(resource, query));
      return answerList(call, gone, { resourceVersion: String(core.store.revision) }, form);
    }
  }
}
