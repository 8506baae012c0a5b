// Who is signed in, and what is open to him. What is not shown is not open by another way either.
import { ask } from './api.js';

let me = null;

export const signedIn = () => me;

export async function readMe() {
  me = await ask('api/v1/me');
  return me;
}

export const may = permission => me?.permissions.includes(permission) ?? false;
