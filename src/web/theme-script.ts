/**
 * Runs before the first style: the remembered theme or the system's, the remembered density, and whether keys are named as
 * on a Mac, so that nothing flashes. The one inline script of a page; its SHA-256 belongs into the content security policy.
 */
export const themeScript =
  "(function(d,m){var s=function(k){try{return localStorage.getItem(k)}catch(e){return null}},t=function(){d.theme=s('bellwether-theme')||(m.matches?'dark':'light')};t();m.addEventListener('change',t);if(s('bellwether-density')==='compact')d.density='compact';if(/Mac|iP/.test(navigator.platform))d.keys='mac'})(document.documentElement.dataset,matchMedia('(prefers-color-scheme: dark)'))"
