;;; postback-mode.el --- Partner files, schemas and contracts -*- lexical-binding: t -*-

;; A mode for the files of Certified Postbacks, and the language server by Eglot (part of Emacs from 29 on, before that a
;; package).  Load this file, and open a file below Integrations/ or Schemas/:
;;
;;     (load "/path/to/postback-mode.el")
;;     (add-hook 'postback-mode-hook #'eglot-ensure)

;;; Code:

(require 'project)

(defvar postback-command "postback"
  "The command, where it is not on the path.")

(defvar postback-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?. "_" table)
    (modify-syntax-entry ?| "." table)
    table))

(defconst postback--declarations
  (regexp-opt
   '("partner" "revision" "category" "platforms" "documentation" "contact" "status" "field" "endpoint" "map" "let"
     "lines" "shared" "postback" "delivery" "example" "accepts" "callback" "macro" "kind" "event" "signal" "together"
     "contract" "evidence" "request" "answer" "allow" "include" "GET" "POST" "PUT" "query" "form" "json" "headers"
     "matrix" "cookies" "text" "path" "marks" "given" "sends" "skips" "answers" "rows" "with" "without" "send")
   'symbols)
  "Words that a line begins with.")

(defconst postback-font-lock-keywords
  `((,(concat "^[ \t]*" postback--declarations) 1 font-lock-keyword-face)
    (,(regexp-opt '("when" "else" "for" "in" "is" "and" "or" "not" "require" "keep" "present" "absent" "insecure")
                  'symbols)
     . font-lock-keyword-face)
    ("|[ \t]*\\([a-z_0-9]+\\)" 1 font-lock-function-name-face)
    ("^[ \t]*\\([A-Za-z_$][A-Za-z0-9_-]*\\)[ \t]*=" 1 font-lock-variable-name-face))
  "Colours, beside those that the server gives.")

;;;###autoload
(define-derived-mode postback-mode prog-mode "Postback"
  "Mode for partner files, schemas and contracts."
  (setq-local comment-start "// ")
  (setq-local comment-end "")
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width 4)
  (setq-local font-lock-defaults '(postback-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.\\(postback\\|contract\\)\\'" . postback-mode))
;;;###autoload
(add-to-list 'auto-mode-alist '("/Schemas/[^/]*\\.schema\\'" . postback-mode))

(defun postback--project (folder)
  "The project of FOLDER: the first folder upwards that has Integrations/."
  (let ((root (locate-dominating-file folder "Integrations")))
    (and root (cons 'transient (expand-file-name root)))))

(add-hook 'project-find-functions #'postback--project)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               `(postback-mode . ,(lambda (&rest _) (list postback-command "language-server")))))

(provide 'postback-mode)
;;; postback-mode.el ends here
