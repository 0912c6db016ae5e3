import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { themeScript } from './src/web/theme-script.ts'

/** The client goes to dist/web; `vite build --ssr entry-server.tsx` makes the server's drawing in dist/server. */
export default defineConfig(({ isSsrBuild }) => ({
  root: 'src/web',
  plugins: [react(), page()],
  build: {
    outDir: isSsrBuild ? '../../dist/server' : '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Server drawing needs the scripts' real names, to fetch a page's own chunk with the entry.
    manifest: isSsrBuild ? false : 'manifest.json',
  },
  // The server draws from one file that needs nothing installed beside it.
  ssr: { noExternal: true },
  server: { proxy: { '/api': 'http://127.0.0.1:4400', '/events': 'http://127.0.0.1:4400' } },
}))

/** Puts the theme script before any style, and fetches the font with the page instead of after its styles. */
function page(): Plugin {
  return {
    name: 'bellwether-page',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, context) => {
        const font = Object.keys(context.bundle ?? {}).find(
          (name) => name.includes('latin-wght') && name.endsWith('.woff2'),
        )
        const theme = { tag: 'script', children: themeScript, injectTo: 'head-prepend' as const }
        if (font === undefined) return [theme]
        const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${font}`, crossorigin: true }
        return [theme, { tag: 'link', attrs, injectTo: 'head-prepend' as const }]
      },
    },
  }
}
