// The library's own worker, under a name of ours: what reads a PDF never runs on the page.
import 'pdfjs-dist/legacy/build/pdf.worker.min.mjs'
