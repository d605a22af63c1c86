// A single-page application as a team would write it: oidc-client-ts does everything, this only wires buttons.
// The test reads the elements by id; #status is "signed out", "signed in", "busy" or "error".
const { UserManager, WebStorageStateStore } = window.oidc;

const element = id => document.getElementById(id);
const show = (id, text) => { const e = element(id); if (e) e.textContent = text ?? ''; };

// ?authority=… wins and survives the redirect in sessionStorage; without it the test serves /config.json.
async function settings() {
  const query = new URLSearchParams(location.search);
  if (query.has('authority')) sessionStorage.setItem('rig.authority', query.get('authority'));
  const authority = sessionStorage.getItem('rig.authority');
  const given = authority ? { authority } : await (await fetch('/config.json')).json();
  return {
    client_id: 'spa',
    scope: 'openid profile email offline_access',
    redirect_uri: `${location.origin}/callback.html`,
    post_logout_redirect_uri: `${location.origin}/`,
    automaticSilentRenew: false, // the test says when
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    ...given,
  };
}

function render(user) {
  const there = user && !user.expired;
  show('sub', there ? user.profile.sub : '');
  show('id_token', there ? user.id_token : '');
  show('access_token', there ? user.access_token : '');
  show('profile', there ? JSON.stringify(user.profile) : '');
  show('refresh_count', sessionStorage.getItem('rig.refreshes') ?? '0');
  show('status', there ? 'signed in' : 'signed out');
}

function fail(error) {
  const code = error.error ? `${error.error}: ` : '';
  show('error', `${code}${error.message}`);
  show('status', 'error');
}

function on(id, action) {
  element(id)?.addEventListener('click', async () => {
    show('error', '');
    show('status', 'busy');
    try { await action(); } catch (error) { fail(error); }
  });
}

try {
  const manager = new UserManager(await settings());

  if (location.pathname === '/callback.html') {
    await manager.signinCallback();
    location.replace('/');
  } else {
    on('signin', () => manager.signinRedirect());
    on('signout', () => { sessionStorage.removeItem('rig.refreshes'); return manager.signoutRedirect(); });
    on('refresh', async () => {
      // With a refresh token in the store signinSilent uses the token endpoint, no iframe.
      const user = await manager.signinSilent();
      sessionStorage.setItem('rig.refreshes', String(1 + Number(sessionStorage.getItem('rig.refreshes') ?? 0)));
      render(user);
    });
    on('userinfo', async () => {
      const user = await manager.getUser();
      const { userinfo_endpoint } = await manager.metadataService.getMetadata();
      const answer = await fetch(userinfo_endpoint, { headers: { authorization: `Bearer ${user.access_token}` } });
      show('userinfo_json', await answer.text());
      render(user);
    });
    render(await manager.getUser());
  }
} catch (error) {
  fail(error);
}
